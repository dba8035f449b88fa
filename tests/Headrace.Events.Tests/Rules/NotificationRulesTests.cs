using System.Text.Json.Nodes;
using Headrace.Events.Rules;
using Headrace.Store.Objects;
using Headrace.Wire.Events;
using Xunit;

namespace Headrace.Events.Tests.Rules;

public sealed class NotificationRulesTests
{
    private static readonly ObjectChange Put = new(
        "ObjectCreated:Put", "photos", "us-east-1", "in/a b.jpg", 1024, "d41d8cd98f00b204e9800998ecf8427e", null, "0055AED6DCD90281E5",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new ChangeOrigin("0123456789ABCDEF", "host", "AWS:000000000000", "127.0.0.1"));

    [Fact]
    public async Task A_change_that_matches_queues_one_event_with_the_objects_transaction()
    {
        await using var engine = Engine.Started();
        var rules = await RulesAsync(engine, Rule("one", "s3:ObjectCreated:*", prefix: "in/", suffix: ".jpg"));

        await ChangeAsync(engine, rules, Put);

        var invocation = await engine.Functions.NextAsync();
        var record = JsonNode.Parse(invocation.Payload.Span)!["Records"]![0]!;
        Assert.Equal(Engine.Arn("one"), invocation.FunctionArn);
        Assert.Equal("ObjectCreated:Put", record["eventName"]!.GetValue<string>());
        Assert.Equal("in/a+b.jpg", record["s3"]!["object"]!["key"]!.GetValue<string>());
        Assert.Equal("rule-one", record["s3"]!["configurationId"]!.GetValue<string>());
        Assert.Equal("0123456789ABCDEF", record["responseElements"]!["x-amz-request-id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_transaction_that_is_undone_leaves_no_event()
    {
        await using var engine = Engine.Started();
        var rules = await RulesAsync(engine, Rule("one", "s3:ObjectCreated:*"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Ledger.CommitAsync<bool>(
            transaction =>
            {
                rules.OnChange(transaction, Put);
                throw new InvalidOperationException("precondition failed");
            },
            CancellationToken.None));
        await ChangeAsync(engine, rules, Put with { Key = "second" });

        var payload = JsonNode.Parse((await engine.Functions.NextAsync()).Payload.Span)!;
        Assert.Equal("second", payload["Records"]![0]!["s3"]!["object"]!["key"]!.GetValue<string>());
        await engine.StopAsync();
        Assert.Single(engine.Functions.Seen);
    }

    [Theory]
    [InlineData("s3:ObjectCreated:*", "", "", true)]
    [InlineData("s3:ObjectCreated:Put", "", "", true)]
    [InlineData("s3:ObjectCreated:Copy", "", "", false)]
    [InlineData("s3:ObjectRemoved:*", "", "", false)]
    [InlineData("s3:ObjectCreated:*", "in/", "", true)]
    [InlineData("s3:ObjectCreated:*", "out/", "", false)]
    [InlineData("s3:ObjectCreated:*", "", ".jpg", true)]
    [InlineData("s3:ObjectCreated:*", "", ".JPG", false)]
    [InlineData("s3:ObjectCreated:*", "in/", ".png", false)]
    public void Rules_match_by_event_and_by_the_keys_beginning_and_end(string wanted, string prefix, string suffix, bool matches) =>
        Assert.Equal(matches, Rule("one", wanted, prefix, suffix).Matches(Put.EventName, Put.Key));

    [Fact]
    public async Task Rules_survive_a_restart_and_go_with_their_bucket()
    {
        var folder = Directory.CreateTempSubdirectory("headrace-events-").FullName;
        try
        {
            await using (var first = Engine.Open(folder))
            {
                await RulesAsync(first, Rule("one", "s3:ObjectCreated:*", prefix: "<&>"));
            }

            await using var engine = Engine.Open(folder);
            var rules = Open(engine);
            var rule = Assert.Single(rules.Get("photos").Rules);
            Assert.Equal("<&>", rule.Prefix);
            Assert.Equal(Engine.Arn("one"), rule.TargetArn);

            await engine.Ledger.CommitAsync(
                transaction =>
                {
                    rules.OnBucketDeleted(transaction, "photos");
                    return true;
                },
                CancellationToken.None);
            Assert.Empty(rules.Get("photos").Rules);
            Assert.Empty(Open(engine).Get("photos").Rules);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_empty_configuration_removes_the_rules()
    {
        await using var engine = Engine.Started();
        var rules = await RulesAsync(engine, Rule("one", "s3:ObjectCreated:*"));
        await rules.PutAsync("photos", NotificationConfiguration.Empty, CancellationToken.None);

        await ChangeAsync(engine, rules, Put);

        Assert.Equal(0, engine.Waiting());
        Assert.Empty(rules.Get("photos").Rules);
    }

    [Theory]
    [InlineData("test_object_tagging_put_event")]
    [InlineData("test_object_tagging_delete_event")]
    [InlineData("test_object_put_acl")]
    [InlineData("test_object_created_copy")]
    [InlineData("test_object_created_complete_multipart_upload")]
    [InlineData("test_delete_objects")]
    public async Task Events_have_the_members_that_AWS_recorded(string test)
    {
        var recorded = SharedData.Recorded("s3/test_s3_notifications_sqs.snapshot.json", test)["receive_messages"]!["messages"]![0]!;
        await using var engine = Engine.Started();
        var rules = await RulesAsync(engine, RuleOf("one", "s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*", "s3:ObjectAcl:Put"), version: "2.1");
        var stored = recorded["s3"]!["object"]!;

        await ChangeAsync(engine, rules, Put with
        {
            EventName = recorded["eventName"]!.GetValue<string>(),
            Key = stored["key"]!.GetValue<string>(),
            Size = stored["size"]?.GetValue<long>() ?? 5,
            ETag = stored["eTag"]?.GetValue<string>() ?? "aaaa",
        });

        var ours = JsonNode.Parse((await engine.Functions.NextAsync()).Payload.Span)!["Records"]![0]!;
        ours["s3"]!["object"]!["key"] = stored["key"]!.GetValue<string>();
        SharedData.AssertLike(recorded, ours);
    }

    [Fact]
    public async Task A_delete_marker_has_the_ETag_of_nothing_and_null_versions_have_no_id()
    {
        await using var engine = Engine.Started();
        var rules = await RulesAsync(engine, RuleOf("one", "s3:ObjectRemoved:*", "s3:ObjectCreated:*"));
        await ChangeAsync(engine, rules, Put with { EventName = "ObjectRemoved:DeleteMarkerCreated", Size = null, ETag = null, VersionId = "v9" });
        await ChangeAsync(engine, rules, Put with { VersionId = "null" });

        var events = (await engine.Functions.NextAsync(2)).Select(invocation => JsonNode.Parse(invocation.Payload.Span)!["Records"]![0]!).OrderBy(record => record["eventName"]!.GetValue<string>()).ToArray();
        Assert.Null(events[0]["s3"]!["object"]!["versionId"]);
        Assert.Equal("d41d8cd98f00b204e9800998ecf8427e", events[1]["s3"]!["object"]!["eTag"]!.GetValue<string>());
        Assert.Equal("v9", events[1]["s3"]!["object"]!["versionId"]!.GetValue<string>());
    }

    private static NotificationRule Rule(string function, string wanted, string prefix = "", string suffix = "") =>
        RuleOf(function, wanted) with { Filter = [new KeyFilterRule("Prefix", prefix), new KeyFilterRule("Suffix", suffix)] };

    private static NotificationRule RuleOf(string function, params string[] events) =>
        new($"rule-{function}", NotificationTarget.CloudFunction, Engine.Arn(function), events, []);

    private static NotificationRules Open(Engine engine, string version = "2.5") =>
        NotificationRules.Open(engine.Ledger, engine.Queue, S3EventVersion.Parse(version)!, "000000000000");

    private static async Task<NotificationRules> RulesAsync(Engine engine, NotificationRule rule, string version = "2.5")
    {
        var rules = Open(engine, version);
        await rules.PutAsync("photos", new NotificationConfiguration([rule], EventBridge: false), CancellationToken.None);
        return rules;
    }

    private static async Task ChangeAsync(Engine engine, NotificationRules rules, ObjectChange change) => await engine.Ledger.CommitAsync(
        transaction =>
        {
            rules.OnChange(transaction, change);
            return true;
        },
        CancellationToken.None);
}
