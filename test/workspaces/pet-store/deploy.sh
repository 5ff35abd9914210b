#!/usr/bin/env bash
# Makes the roles and policies that the pet store needs beside its template.
set -euo pipefail
cd "$(dirname "$0")"

# The role that API Gateway assumes to invoke functions: a trust policy, and what it may do. It may invoke every function.
aws iam create-role --role-name pet-store-gateway \
  --assume-role-policy-document file://policies/gateway-trust.json
aws iam put-role-policy --role-name pet-store-gateway --policy-name invoke \
  --policy-document file://policies/invoke-any-function.json

# The role for the adoption queue, given what it may do in place of who may assume it.
aws iam create-role --role-name pet-store-adoptions \
  --assume-role-policy-document file://policies/send-adoptions.json

# The role for the logs, made as a policy.
aws iam create-policy --policy-name pet-store-logs \
  --policy-document file://policies/logs-trust.json

# Keepers may add pets and look at one.
aws iam create-policy --policy-name pet-store-keeper \
  --policy-document file://policies/keeper.json

# Visitors shall call the API, but the policy names the API as those see it who manage it.
aws iam create-policy --policy-name pet-store-visitor \
  --policy-document file://policies/visitor.json
