using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Headrace.Events.Rules;
using Headrace.Store;
using Headrace.Store.Buckets;
using Headrace.Wire.Events;
using Xunit;

namespace Headrace.Events.Tests.Rules;

public sealed class NotificationValidationTests
{
    private const string Account = "000000000000";

    private static readonly Bucket Photos = new("photos", "us-east-1", DateTimeOffset.UnixEpoch, VersioningState.Unversioned);

    [Fact]
    public void What_is_right_is_accepted_with_an_id_and_S3s_spelling()
    {
        var accepted = Accept([Function("one") with { Id = null, Filter = [new("PREFIX", "in/"), new("suffix", "")] }]);

        var rule = Assert.Single(accepted.Rules);
        Assert.NotEmpty(rule.Id!);
        Assert.Equal([new("Prefix", "in/"), new("Suffix", "")], rule.Filter);
    }

    [Fact]
    public void An_ARN_that_is_none_is_refused_as_recorded_even_when_destinations_are_not_validated()
    {
        foreach (var (file, test, key) in new[]
        {
            ("lambda", "test_invalid_lambda_arn", NotificationTarget.CloudFunction), ("sqs", "test_invalid_sqs_arn", NotificationTarget.Queue), ("sns", "test_invalid_topic_arn", NotificationTarget.Topic),
        })
        {
            var recorded = SharedData.Recorded($"s3/test_s3_notifications_{file}.snapshot.json", test);
            foreach (var (skips, answer) in new[] { (false, "invalid_not_skip"), (true, "invalid_skip") })
            {
                var arn = recorded[answer]!["Error"]!["ArgumentValue"]!.GetValue<string>();
                AssertRecorded(recorded[answer]!, Refusal([new NotificationRule("id123", key, arn, ["s3:ObjectCreated:*"], [])], skips));
            }
        }
    }

    [Fact]
    public void A_function_that_may_not_be_invoked_is_refused_as_recorded()
    {
        var recorded = SharedData.Recorded("s3/test_s3_notifications_lambda.snapshot.json", "test_invalid_lambda_arn");
        var ours = Refusal([Function("my-lambda")], functions: new FakeFunctions());
        AssertRecorded(Substituted(recorded["lambda-does-not-exist"]!), ours);
    }

    [Fact]
    public void Unauthorized_functions_are_accepted_when_destinations_are_not_validated() =>
        Assert.Single(NotificationValidation.Accept(new([Function("one")], false), Photos, Account, skipsDestinations: true, new FakeFunctions()).Rules);

    [Fact]
    public void Queues_that_do_not_exist_are_numbered_as_recorded()
    {
        var recorded = SharedData.Recorded("s3/test_s3_notifications_sqs.snapshot.json", "test_multiple_invalid_sqs_arns")["multiple-queues-do-not-exist"]!;
        var ours = Refusal(
        [
            new NotificationRule("1", NotificationTarget.Queue, $"arn:aws:sqs:us-east-1:{Account}:my-queue", ["s3:ObjectCreated:Put"], []),
            new NotificationRule("2", NotificationTarget.Queue, $"arn:aws:sqs:us-east-1:{Account}:my-queue-2", ["s3:ObjectRemoved:*"], []),
        ]);
        AssertRecorded(Substituted(recorded), ours);
    }

    [Fact]
    public void Destinations_that_Headrace_does_not_have_are_never_accepted()
    {
        var queue = new NotificationRule("1", NotificationTarget.Queue, $"arn:aws:sqs:us-east-1:{Account}:q", ["s3:ObjectCreated:*"], []);
        var refusal = Refusal([queue], skips: true);
        Assert.Equal("NotImplemented", refusal.Code);
        Assert.Contains("QueueConfiguration", refusal.Message, StringComparison.Ordinal);

        var bridge = Assert.Throws<StoreException>(() => NotificationValidation.Accept(new([], EventBridge: true), Photos, Account, false, Permissive()));
        Assert.Equal("NotImplemented", bridge.Code);
        Assert.Contains("EventBridgeConfiguration", bridge.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_without_filters_may_not_share_an_event()
    {
        var refusal = Refusal([Function("one", "s3:ObjectCreated:*"), Function("two", "s3:ObjectCreated:Put")]);
        Assert.Equal("Configurations overlap. Configurations on the same bucket cannot share a common event type.", refusal.Message);
        Assert.Equal([new("ArgumentName", "Event"), new("ArgumentValue", "s3:ObjectCreated:*, s3:ObjectCreated:Put")], refusal.Details);
    }

    [Theory]
    [InlineData("in/", "", "in/a/", "", true)]
    [InlineData("in/", "", "out/", "", false)]
    [InlineData("", ".jpg", "", "g", true)]
    [InlineData("", ".jpg", "", ".png", false)]
    [InlineData("in/", ".jpg", "in/", ".png", false)]
    [InlineData("in/", ".jpg", "", "", true)]
    public void Filters_overlap_when_one_key_could_pass_both(string prefix, string suffix, string otherPrefix, string otherSuffix, bool overlap)
    {
        var rules = new[] { Filtered("one", prefix, suffix), Filtered("two", otherPrefix, otherSuffix) };
        if (overlap)
        {
            Assert.Equal(
                "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
                Refusal(rules).Message);
        }
        else
        {
            Assert.Equal(2, Accept(rules).Rules.Count);
        }
    }

    [Fact]
    public void No_event_matches_two_rules_of_an_accepted_configuration()
    {
        var text = Gen.Elements("", "a", "ab", "b", "ba", "aa");
        var wanted = Gen.Elements("s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Copy", "s3:ObjectRemoved:*");
        var rule = from events in wanted.NonEmptyListOf() from prefix in text from suffix in text select (Events: events.ToArray(), prefix, suffix);
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(rule.ListOf().Where(rules => rules.Count < 5).ToArbitrary(), drawn =>
        {
            var rules = drawn.Select((one, n) => Filtered($"f{n}", one.prefix, one.suffix) with { Events = one.Events }).ToArray();
            try
            {
                Accept(rules);
            }
            catch (StoreException)
            {
                return true;
            }

            string[] keys = ["", "a", "b", "ab", "ba", "aab", "aba", "bab", "aa", "abab"];
            return keys.All(key => new[] { "ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:Post", "ObjectRemoved:Delete" }.All(name => rules.Count(one => one.Matches(name, key)) <= 1));
        }));
    }

    [Fact]
    public void Wrong_details_are_refused_in_S3s_words()
    {
        Assert.Equal("The event is not supported for notifications", Refusal([Function("one", "s3:ObjectStolen:*")]).Message);
        Assert.Equal("filter rule name must be either prefix or suffix", Refusal([Function("one") with { Filter = [new("infix", "x")] }]).Message);
        Assert.Equal("Cannot specify more than one suffix rule in a filter.", Refusal([Function("one") with { Filter = [new("suffix", "x"), new("Suffix", "y")] }]).Message);
        Assert.Equal(
            "Same ID used for multiple configurations. IDs must be unique.",
            Refusal([Function("one") with { Id = "same" }, Function("two", "s3:ObjectRemoved:*") with { Id = "same" }]).Message);
        Assert.Equal(
            "The notification destination service region is not valid for the bucket location constraint",
            Refusal([Function("one") with { TargetArn = $"arn:aws:lambda:eu-west-1:{Account}:function:one" }]).Message);
    }

    [Fact]
    public void The_document_comes_back_as_it_was_written()
    {
        var text = Gen.Elements("", "in/", "a&b<c>", "ü \"'", " x ", "\u0001");
        var rule =
            from id in Gen.Elements("1", "a b")
            from target in Gen.Elements(NotificationTarget.CloudFunction, NotificationTarget.Queue, NotificationTarget.Topic)
            from events in Gen.Elements("s3:ObjectCreated:*", "s3:ObjectRemoved:Delete").NonEmptyListOf()
            from prefix in text
            from suffix in text
            select new NotificationRule(id, target, $"arn:{prefix}", [.. events], [new("Prefix", prefix), new("Suffix", suffix)]);
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(rule.ListOf().ToArbitrary(), rules =>
        {
            var configuration = new NotificationConfiguration([.. rules.OrderBy(one => one.Target)], EventBridge: rules.Count % 2 == 1);
            var read = NotificationConfiguration.Parse(configuration.Write());
            return read.EventBridge == configuration.EventBridge && read.Rules.Select(Flat).SequenceEqual(configuration.Rules.Select(Flat));
        }));
    }

    private static string Flat(NotificationRule rule) => string.Join('|', [rule.Id!, rule.Target.ToString(), rule.TargetArn, .. rule.Events, .. rule.Filter.Select(filter => filter.ToString())]);

    private static NotificationRule Function(string name, string wanted = "s3:ObjectCreated:*") => new(name, NotificationTarget.CloudFunction, Engine.Arn(name), [wanted], []);

    private static NotificationRule Filtered(string name, string prefix, string suffix) =>
        Function(name) with { Filter = [new("Prefix", prefix), new("Suffix", suffix)] };

    private static NotificationConfiguration Accept(NotificationRule[] rules) => NotificationValidation.Accept(new(rules, false), Photos, Account, false, Permissive());

    private static StoreException Refusal(NotificationRule[] rules, bool skips = false, FakeFunctions? functions = null) =>
        Assert.Throws<StoreException>(() => NotificationValidation.Accept(new(rules, false), Photos, Account, skips, functions ?? Permissive()));

    private static FakeFunctions Permissive()
    {
        var functions = new FakeFunctions();
        foreach (var name in new[] { "one", "two", "f0", "f1", "f2", "f3" })
        {
            functions.Permissions.Add((Engine.Arn(name), "arn:aws:s3:::photos"));
        }

        return functions;
    }

    private static JsonNode Substituted(JsonNode recorded) => JsonNode.Parse(recorded.ToJsonString()
        .Replace("\\u003Cpartition\\u003E", "aws", StringComparison.Ordinal).Replace("\\u003Cregion\\u003E", "us-east-1", StringComparison.Ordinal).Replace("111111111111", Account, StringComparison.Ordinal))!;

    private static void AssertRecorded(JsonNode recorded, StoreException ours)
    {
        var answer = new JsonObject { ["Code"] = ours.Code, ["Message"] = ours.Message };
        foreach (var (name, value) in ours.Details)
        {
            answer[name] = value;
        }

        SharedData.AssertLike(recorded["Error"], answer);
    }
}
