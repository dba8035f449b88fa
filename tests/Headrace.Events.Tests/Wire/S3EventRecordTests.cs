using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Headrace.Wire.Events;
using Xunit;

namespace Headrace.Events.Tests.Wire;

public sealed class S3EventRecordTests
{
    private static readonly S3EventRecord Put = new(
        S3EventVersion.Newest, "us-east-1", new DateTimeOffset(2026, 1, 2, 3, 4, 5, 67, TimeSpan.Zero), "ObjectCreated:Put", "AWS:000000000000", "127.0.0.1",
        "0123456789ABCDEF", "host/id+=", "rule", "photos", "000000000000", "a b/c+d@e(1).jpg", 1024, "d41d8cd98f00b204e9800998ecf8427e", null, "0055AED6DCD90281E5");

    [Fact]
    public void A_put_is_written_byte_for_byte_in_AWSs_order() => Assert.Equal(
        """{"Records":[{"eventVersion":"2.5","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-01-02T03:04:05.067Z","eventName":"ObjectCreated:Put","userIdentity":{"principalId":"AWS:000000000000"},"requestParameters":{"sourceIPAddress":"127.0.0.1"},"responseElements":{"x-amz-request-id":"0123456789ABCDEF","x-amz-id-2":"host/id+="},"s3":{"s3SchemaVersion":"1.0","configurationId":"rule","bucket":{"name":"photos","ownerIdentity":{"principalId":"000000000000"},"arn":"arn:aws:s3:::photos"},"object":{"key":"a+b/c%2Bd%40e%281%29.jpg","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e","sequencer":"0055AED6DCD90281E5"}}}]}""",
        Encoding.UTF8.GetString(Put.ToJson()));

    [Fact]
    public void A_removal_in_a_versioned_bucket_has_a_version_and_no_size() => Assert.EndsWith(
        "\"object\":{\"key\":\"k\",\"versionId\":\"v1\",\"sequencer\":\"0055AED6DCD90281E5\"}}}]}",
        Encoding.UTF8.GetString((Put with { EventName = "ObjectRemoved:Delete", Key = "k", Size = null, ETag = null, VersionId = "v1" }).ToJson()));

    [Theory]
    [InlineData("ObjectCreated:Put", "2.1", "2.1")]
    [InlineData("ObjectTagging:Put", "2.1", "2.3")]
    [InlineData("ObjectAcl:Put", "2.3", "2.3")]
    [InlineData("ObjectCreated:Put", "2.3", "2.1")]
    [InlineData("ObjectTagging:Put", "2.4", "2.4")]
    [InlineData("ObjectCreated:Copy", "2.5", "2.5")]
    public void Versions_before_2_4_depend_on_the_kind_of_event(string eventName, string configured, string written) =>
        Assert.Equal(written, S3EventVersion.Parse(configured)!.For(eventName));

    [Theory]
    [InlineData("2.0")]
    [InlineData("3.0")]
    [InlineData("")]
    public void Unknown_versions_are_refused(string version) => Assert.Null(S3EventVersion.Parse(version));

    [Fact]
    public void Members_and_their_order_are_those_that_AWS_recorded()
    {
        var recorded = SharedData.Recorded("s3/test_s3_notifications_sqs.snapshot.json", "test_object_created_put_versioned");
        foreach (var message in recorded["message-versioning-active"]!.AsArray())
        {
            var name = message!["eventName"]!.GetValue<string>();
            var stored = message["s3"]!["object"]!;
            var ours = JsonNode.Parse((Put with
            {
                Version = S3EventVersion.Parse("2.1")!,
                EventName = name,
                Key = "test-key",
                Size = stored["size"]?.GetValue<long>(),
                ETag = stored["eTag"]?.GetValue<string>(),
                VersionId = "v",
            }).ToJson())!["Records"]![0]!;

            SharedData.AssertLike(message, ours);
            Assert.Equal(Names(message), Names(ours));
        }
    }

    [Fact]
    public void Keys_are_encoded_as_AWS_recorded() => Assert.Equal(
        SharedData.Recorded("s3/test_s3_notifications_sqs.snapshot.json", "test_key_encoding")["receive_messages"]!["messages"]![0]!["s3"]!["object"]!["key"]!.GetValue<string>(),
        S3EventKey.Encode("a@b"));

    [Theory]
    [InlineData("plain/key.jpg", "plain/key.jpg")]
    [InlineData("a b", "a+b")]
    [InlineData("a+b", "a%2Bb")]
    [InlineData("ü", "%C3%BC")]
    [InlineData("a~b*c", "a%7Eb*c")]
    public void Keys_are_form_urlencoded_with_slashes_kept(string key, string encoded) => Assert.Equal(encoded, S3EventKey.Encode(key));

    [Fact]
    public void Every_key_comes_back_from_its_encoding() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(),
        key =>
        {
            var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(key ?? ""));
            return S3EventKey.Decode(S3EventKey.Encode(wellFormed)) == wellFormed;
        }));

    [Fact]
    public void The_test_event_is_written_byte_for_byte() => Assert.Equal(
        """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-02T03:04:05.067Z","Bucket":"photos","RequestId":"0123456789ABCDEF","HostId":"host"}""",
        Encoding.UTF8.GetString(new S3TestEvent(Put.Time, "photos", "0123456789ABCDEF", "host").ToJson()));

    private static IEnumerable<string> Names(JsonNode node) => node is JsonObject members
        ? members.SelectMany(member => Names(member.Value!).Prepend(member.Key))
        : [];
}
