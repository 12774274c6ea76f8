.DEFAULT_GOAL := help
BIN := .venv/bin
WORKERS ?= auto

help: ## Dit ce que chaque commande fait
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Installe, démarre l'application et la démonstration ; Ctrl-C arrête tout
	@.ci/prepare run
	@exec $(BIN)/conum run

test: ## Installe ce qu'il faut, Chromium compris, et lance tous les tests en parallèle
	@.ci/prepare test
	@$(BIN)/pytest -n $(WORKERS) $(TESTS)

bench: ## Mesure et compare ; ROW=start pour une seule ligne, SIZE=1x pour une seule taille
	@.ci/prepare test
	@$(BIN)/python -m bench $(ROW) $(if $(SIZE),--size $(SIZE))

lint: ## Vérifie le style, les contrats d'architecture, les gabarits, les types et les migrations
	@.ci/prepare test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache > .data/contracts.txt || { cat .data/contracts.txt; exit 1; }
	@$(BIN)/djlint src --lint --quiet
	@$(BIN)/mypy
	@DJANGO_SETTINGS_MODULE=conum.site.settings.test $(BIN)/python -W ignore -m django makemigrations --check --dry-run

audit: ## Cherche les failles connues des bibliothèques figées (demande le réseau, .ci/run s'en passe)
	@.ci/prepare test
	@$(BIN)/pip-audit --requirement requirements.txt --require-hashes --disable-pip --strict --progress-spinner off || \
		{ echo "Une faille est connue, ou le service des failles n'a pas répondu : la ligne ci-dessus le dit." >&2; exit 1; }

docs: ## Refait les documents tirés du code (permissions, états, captures)
	@.ci/prepare test
	@$(BIN)/conum docs

messages: ## Relève les textes à traduire, phrases des règles comprises, et compile l'anglais
	@.ci/prepare test
	@command -v xgettext >/dev/null || apt-get install -y -qq gettext >/dev/null
	@$(BIN)/conum messages

screens: export CONUM_DATA_DIR = .data/screens
screens: ## Photographie les dix écrans principaux de la démonstration
	@.ci/prepare test
	@$(BIN)/conum migrate --verbosity=0
	@$(BIN)/conum demo --if-absent --until 2026-11-20
	@$(BIN)/conum screens

.PHONY: help run test bench lint audit docs messages screens
