#!/usr/bin/env bash
# The whole path with the aws CLI. Exits 0 only if all of it held.
# usage: whole_path.sh PHOTOGRAPH     (AWS, the aws CLI; AWS_ENDPOINT_URL; credentials from the environment)
set -euo pipefail
photograph=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
call() { "${AWS:-aws}" --endpoint-url "$AWS_ENDPOINT_URL" --region us-east-1 --output text "$@"; }

echo placeholder > "$work/README"
(cd "$work" && /usr/bin/python3 -m zipfile -c code.zip README)
call s3 mb s3://cli-in > /dev/null
call s3 mb s3://cli-out > /dev/null
arn=$(call lambda create-function --function-name cli-preprocess --runtime dotnet10 --handler preprocess --memory-size 128 --timeout 3 \
  --role arn:aws:iam::000000000000:role/LabRole --zip-file "fileb://$work/code.zip" --environment 'Variables={OUTPUT_BUCKET=cli-out}' --query FunctionArn)
call lambda wait function-active-v2 --function-name cli-preprocess
call lambda add-permission --function-name cli-preprocess --statement-id s3 --action lambda:InvokeFunction --principal s3.amazonaws.com --source-arn arn:aws:s3:::cli-in > /dev/null
call s3api put-bucket-notification-configuration --bucket cli-in --notification-configuration \
  "{\"LambdaFunctionConfigurations\":[{\"LambdaFunctionArn\":\"$arn\",\"Events\":[\"s3:ObjectCreated:*\"]}]}"
call s3 cp --no-progress "$photograph" "s3://cli-in/river/dam one.jpg" > /dev/null
call s3api wait object-exists --bucket cli-out --key "river/dam one.jpg"
call s3 cp --no-progress "s3://cli-out/river/dam one.jpg" "$work/out.jpg" > /dev/null
[ "$(head -c 2 "$work/out.jpg" | od -An -tx1 | tr -d ' ')" = ffd8 ]
payload=$(call lambda invoke --function-name cli-preprocess --payload '{"Records":[]}' --cli-binary-format raw-in-base64-out "$work/response.json" --query StatusCode)
[ "$payload" = 200 ]
[ "$(call s3 ls s3://cli-out/river/ | wc -l)" = 1 ]
echo ok
