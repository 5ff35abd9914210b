#!/bin/sh
aws iam create-policy --policy-name gateway --policy-document file://policies/gateway.json
