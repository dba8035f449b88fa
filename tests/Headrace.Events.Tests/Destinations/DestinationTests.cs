using System.Text;
using System.Text.Json.Nodes;
using Headrace.Store.Listing;
using Xunit;

namespace Headrace.Events.Tests.Destinations;

public sealed class DestinationTests
{
    private const string RecordedFile = "lambda_/test_lambda_destinations.snapshot.json";

    [Fact]
    public async Task A_success_goes_to_its_destination_as_AWS_recorded_it()
    {
        var functions = With(FakeFunctions.DefaultPolicy with { OnSuccess = Engine.Arn("destination"), OnFailure = Engine.Arn("failures") });
        functions.Handler = (_, _) => Task.FromResult(FakeFunctions.Success);
        await using var engine = Engine.Started(functions);
        var requestId = await engine.EnqueueAsync("source");

        var record = await RecordAsync(engine, "destination");

        var recorded = SharedData.Recorded(RecordedFile, "test_assess_lambda_destination_invocation[payload0]")["receive_message_result"]!["Messages"]![0]!["Body"]!;
        recorded["responsePayload"] = JsonNode.Parse("{\"ok\":true}");
        SharedData.AssertLike(recorded, record);
        Assert.Equal(requestId, record["requestContext"]!["requestId"]!.GetValue<string>());
        Assert.Equal(Engine.Arn("source") + ":$LATEST", record["requestContext"]!["functionArn"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_failure_without_retries_left_goes_to_its_destination_as_AWS_recorded_it()
    {
        var functions = With(FakeFunctions.DefaultPolicy with { MaximumRetryAttempts = 0, OnSuccess = Engine.Arn("successes"), OnFailure = Engine.Arn("destination") });
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("source", "{\"raise_error\":1}");

        var record = await RecordAsync(engine, "destination");

        var recorded = SharedData.Recorded(RecordedFile, "test_assess_lambda_destination_invocation[payload1]")["receive_message_result"]!["Messages"]![0]!["Body"]!;
        recorded["responsePayload"] = JsonNode.Parse(FakeFunctions.Failure.Payload.Span);
        SharedData.AssertLike(recorded, record);
    }

    [Fact]
    public async Task Three_failures_are_counted_in_the_record()
    {
        await using var engine = Engine.Started(With(FakeFunctions.DefaultPolicy with { OnFailure = Engine.Arn("destination") }));
        await engine.EnqueueAsync("source");
        await engine.Functions.NextAsync();
        await engine.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));
        await engine.Functions.NextAsync();
        await engine.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));

        var record = await RecordAsync(engine, "destination");

        Assert.Equal("RetriesExhausted", record["requestContext"]!["condition"]!.GetValue<string>());
        Assert.Equal(3, record["requestContext"]!["approximateInvokeCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_event_whose_retry_would_come_too_late_ends_at_once_as_AWS_recorded_it()
    {
        var functions = With(FakeFunctions.DefaultPolicy with { MaximumEventAge = TimeSpan.FromSeconds(59), OnFailure = Engine.Arn("destination") });
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("source");

        var record = await RecordAsync(engine, "destination");

        var recorded = SharedData.Recorded(RecordedFile, "TestLambdaDestinationSqs::test_maxeventage")["no_retry_failure_message"]!["Body"]!;
        recorded["requestPayload"] = new JsonObject();
        recorded["responsePayload"] = JsonNode.Parse(FakeFunctions.Failure.Payload.Span);
        SharedData.AssertLike(recorded, record);
    }

    [Fact]
    public async Task Reserved_concurrency_zero_sends_events_to_the_failure_destination_untried_as_AWS_recorded_it()
    {
        var functions = With(FakeFunctions.DefaultPolicy with { OnFailure = Engine.Arn("destination"), IsConcurrencyZero = true });
        functions.Limits[Engine.Arn("source")] = 0;
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("source");

        var record = await RecordAsync(engine, "destination");

        SharedData.AssertLike(SharedData.Recorded("lambda_/test_lambda.snapshot.json", "TestLambdaConcurrency::test_reserved_concurrency")["msg"]!["Body"], record);
        Assert.DoesNotContain(functions.Seen, invocation => invocation.FunctionArn == Engine.Arn("source"));
    }

    [Fact]
    public async Task A_throttled_event_that_grows_too_old_has_no_response_in_its_record()
    {
        var functions = With(FakeFunctions.DefaultPolicy with { MaximumEventAge = TimeSpan.FromMilliseconds(1500), OnFailure = Engine.Arn("destination") });
        functions.Handler = (invocation, _) => Task.FromResult(invocation.FunctionArn == Engine.Arn("source") ? FakeFunctions.Throttle : FakeFunctions.Success);
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("source");
        await functions.NextAsync();
        await engine.Time.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(300));
        await functions.NextAsync();
        await engine.Time.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(300));

        var record = await RecordAsync(engine, "destination");

        Assert.Equal("EventAgeExceeded", record["requestContext"]!["condition"]!.GetValue<string>());
        Assert.Equal(0, record["requestContext"]!["approximateInvokeCount"]!.GetValue<int>());
        Assert.Null(record["responseContext"]);
    }

    [Fact]
    public async Task A_dead_letter_function_gets_the_raw_event_and_the_attributes_that_AWS_recorded()
    {
        var functions = With(FakeFunctions.DefaultPolicy with { MaximumRetryAttempts = 0, DeadLetterTarget = Engine.Arn("letters") });
        functions.Handler = (invocation, _) => Task.FromResult(invocation.FunctionArn == Engine.Arn("source")
            ? FakeFunctions.Failure with { Payload = "{\"errorMessage\":\"Test exception (this is intentional)\",\"errorType\":\"Exception\"}"u8.ToArray() }
            : FakeFunctions.Success);
        await using var engine = Engine.Started(functions);
        var requestId = await engine.EnqueueAsync("source", "{\"raise_error\":1}");
        await functions.NextAsync();

        var letter = await functions.NextAsync();

        Assert.Equal(Engine.Arn("letters"), letter.FunctionArn);
        Assert.Equal("{\"raise_error\":1}", Encoding.UTF8.GetString(letter.Payload.Span));
        var attributes = JsonNode.Parse(letter.ClientContext!)!["custom"]!.AsObject();
        var recorded = SharedData.Recorded(RecordedFile, "TestLambdaDLQ::test_dead_letter_queue")["receive_result"]!["Messages"]![0]!["MessageAttributes"]!.AsObject();
        Assert.Equal(recorded.Select(attribute => attribute.Key).Order(), attributes.Select(attribute => attribute.Key).Order());
        Assert.Equal(recorded["ErrorCode"]!["StringValue"]!.GetValue<string>(), attributes["ErrorCode"]!.GetValue<string>());
        Assert.Equal(recorded["ErrorMessage"]!["StringValue"]!.GetValue<string>(), attributes["ErrorMessage"]!.GetValue<string>());
        Assert.Equal(requestId, attributes["RequestID"]!.GetValue<string>());
    }

    [Fact]
    public async Task Destinations_that_are_gone_are_counted_and_do_not_keep_the_event()
    {
        var functions = With(FakeFunctions.DefaultPolicy with { MaximumRetryAttempts = 0, OnFailure = Engine.Arn("gone"), DeadLetterTarget = Engine.Arn("gone") });
        functions.Policies[Engine.Arn("gone")] = null;
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("source");
        await functions.NextAsync();
        await engine.StopAsync();

        Assert.Equal(0, engine.Waiting());
        Assert.Equal(1, engine.Metric("DestinationDeliveryFailures", "source"));
        Assert.Equal(1, engine.Metric("DeadLetterErrors", "source"));
    }

    [Fact]
    public async Task A_bucket_gets_the_record_under_AWSs_key_and_the_raw_event_beside_it()
    {
        var functions = With(FakeFunctions.DefaultPolicy with { MaximumRetryAttempts = 0, OnFailure = "arn:aws:s3:::records", DeadLetterTarget = "arn:aws:s3:::letters" });
        await using var engine = Engine.Started(functions);
        await engine.Store.CreateBucketAsync("records", "us-east-1", CancellationToken.None);
        await engine.Store.CreateBucketAsync("letters", "us-east-1", CancellationToken.None);
        var requestId = await engine.EnqueueAsync("source", "{\"n\":1}");
        await functions.NextAsync();
        await engine.StopAsync();

        var (recordKey, record, _) = await OnlyObjectAsync(engine, "records");
        Assert.Matches(@"\Aaws/lambda/async/source/2026/01/02/2026-01-02T03\.04\.05-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", recordKey);
        Assert.Equal("RetriesExhausted", JsonNode.Parse(record)!["requestContext"]!["condition"]!.GetValue<string>());

        var (letterKey, letter, metadata) = await OnlyObjectAsync(engine, "letters");
        Assert.Equal($"aws/lambda/dead-letter/source/2026/01/02/2026-01-02T03.04.05-{requestId}", letterKey);
        Assert.Equal("{\"n\":1}", letter);
        Assert.Equal((requestId, "200", "boom"), (metadata["requestid"], metadata["errorcode"], metadata["errormessage"]));
        Assert.Equal(0, engine.Waiting());
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_counted_and_does_not_keep_the_event()
    {
        await using var engine = Engine.Started(With(FakeFunctions.DefaultPolicy with { MaximumRetryAttempts = 0, OnFailure = "arn:aws:s3:::absent" }));
        await engine.EnqueueAsync("source");
        await engine.Functions.NextAsync();
        await engine.StopAsync();

        Assert.Equal(0, engine.Waiting());
        Assert.Equal(1, engine.Metric("DestinationDeliveryFailures", "source"));
    }

    private static async Task<(string Key, string Body, IReadOnlyDictionary<string, string> Metadata)> OnlyObjectAsync(Engine engine, string bucket)
    {
        var listed = Assert.Single(engine.Store.ListObjects(new ListObjectsQuery(bucket, "", null, null, 10)).Objects);
        var version = engine.Store.Find(bucket, listed.Key)!;
        await using var body = engine.Store.OpenRead(version, 0, version.Size);
        using var reader = new StreamReader(body);
        return (version.Key, await reader.ReadToEndAsync(), version.UserMetadata);
    }

    private static FakeFunctions With(AsyncInvokePolicy sourcePolicy)
    {
        var functions = new FakeFunctions { Handler = (invocation, _) => Task.FromResult(invocation.FunctionArn == Engine.Arn("source") ? FakeFunctions.Failure : FakeFunctions.Success) };
        functions.Policies[Engine.Arn("source")] = sourcePolicy;
        return functions;
    }

    private static async Task<JsonNode> RecordAsync(Engine engine, string destination)
    {
        while (true)
        {
            var invocation = await engine.Functions.NextAsync();
            if (invocation.FunctionArn == Engine.Arn(destination))
            {
                return JsonNode.Parse(invocation.Payload.Span)!;
            }
        }
    }
}
