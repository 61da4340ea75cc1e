"""What make does: build the model, start everything."""
