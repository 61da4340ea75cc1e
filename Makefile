# The two that a newcomer needs: make run, make test. The others are for developers.
.PHONY: run cluster test model train check format lock bench encoder register sources talk thresholds choices pictures set-up set-up-staff first-account lock-triage lock-quality audit counts sbom load load-staff load-page images ranking

VENV := .venv/bin
SECTIONS := beacon actions encoders tests triage

run: set-up
	@$(VENV)/python -m beacon.tasks.start

# Options go into CLUSTER: make cluster CLUSTER="--servers 4 --port 80"
cluster: set-up
	@$(VENV)/python -m beacon.tasks.cluster $(CLUSTER)

test: set-up
	@sh tools/tests.sh

set-up:
	@sh tools/set-up.sh

# The staff's environment alone: what deploy/Dockerfile.staff runs.
set-up-staff:
	@sh tools/set-up.sh triage

train: set-up
	@$(VENV)/python -m beacon.tasks.model --always

# Trains where there is no model of these sources yet: what deploy/Dockerfile runs.
model: set-up
	@$(VENV)/python -m beacon.tasks.model

talk: set-up
	@$(VENV)/python -m beacon.tasks.model
	@$(VENV)/rasa shell --port 5015 --model models/beacon.tar.gz

check: set-up
	@$(VENV)/ruff check $(SECTIONS)
	@$(VENV)/ruff format --check $(SECTIONS)
	@$(VENV)/mypy beacon actions
	@cd triage && .venv/bin/mypy .
	@$(VENV)/rasa data validate --fail-on-warnings
	@sh tools/types.sh
# With status 3 no service for advisories has answered: a line has said that nothing was checked.
	@$(VENV)/python -m beacon.tasks.audit || [ $$? = 3 ]

format: set-up
	@$(VENV)/ruff check --fix $(SECTIONS)
	@$(VENV)/ruff format $(SECTIONS)

choices: set-up
	@$(VENV)/python -m beacon.bench.choices

thresholds: set-up
	@$(VENV)/python -m beacon.bench.thresholds

# On all messages the config of `rasa init` would learn for hours; one in 20 takes half of one.
bench: set-up
	@$(VENV)/python -m beacon.tasks.model
	@$(VENV)/python -m beacon.bench --share 20

counts: set-up
	@$(VENV)/python -m beacon.bench.counts

first-account: set-up
	@cd triage && .venv/bin/python manage.py migrate --verbosity 0
	@cd triage && .venv/bin/python manage.py first_account $(NAME)

# What it can do: `make load OPTIONS=--help`.
load: set-up
	@$(VENV)/python -m beacon.tasks.model
	@PYTHONWARNINGS=ignore $(VENV)/python -m tests.load.report $(OPTIONS)

load-page: set-up
	@$(VENV)/python -m tests.load.page

load-staff: set-up
	@$(VENV)/python -m tests.load.staff
	@sh triage/on-postgres.sh $(VENV)/python -m tests.load.staff

# What it can do: `make images OPTIONS=--help`. As root, with Docker Engine; not a part of make test.
images: set-up
	@$(VENV)/python -m beacon.tasks.model
	@$(VENV)/python -m tests.images $(OPTIONS)

# Known vulnerabilities in the packages of the locks; what does not apply stands in quality/advisories.yml.
audit: set-up
	@$(VENV)/python -m beacon.tasks.audit

sbom: set-up
	@sh tools/sbom.sh

register: set-up
	@$(VENV)/python -m beacon.register.report

sources: set-up
	@$(VENV)/python -m beacon.answers.coverage

pictures: set-up
	@sh tools/chromium.sh
	@$(VENV)/python -m beacon.tasks.model
	@$(VENV)/python -m tests.browser.pictures
	@$(VENV)/python -m tests.staff.pictures

# Fits what chooses among replies to what readers have judged (answers/judged), and prints how well it does.
ranking: set-up
	@$(VENV)/python -m beacon.tasks.model
	@PYTHONWARNINGS=ignore $(VENV)/python -m beacon.bench.ranking

encoder: set-up
	@OPTIONS="$(OPTIONS)" sh encoders/make.sh

lock:
	uv lock --quiet
	uv export --quiet --no-header --format requirements-txt --all-groups --no-emit-project --output-file requirements.lock

lock-triage:
	uv pip compile triage/requirements.in --python-version 3.11 --python-platform x86_64-manylinux_2_28 \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --quiet --output-file triage/requirements.lock

lock-quality:
	uv pip compile quality/requirements.in --python-version 3.11 --python-platform x86_64-manylinux_2_28 \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --quiet --output-file quality/requirements.lock
