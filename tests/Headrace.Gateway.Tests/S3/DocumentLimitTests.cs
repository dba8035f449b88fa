using System.Net;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

/// <summary>Documents that are broken, hostile or too big, wherever a request may bring one.</summary>
public sealed class DocumentLimitTests(S3Host host)
{
    public static TheoryData<string, string> Documents => new()
    {
        { "PUT", "?versioning" }, { "PUT", "?cors" }, { "PUT", "?lifecycle" }, { "PUT", "?encryption" }, { "PUT", "?tagging" }, { "PUT", "?publicAccessBlock" },
        { "PUT", "?ownershipControls" }, { "PUT", "?notification" }, { "POST", "?delete" }, { "PUT", "/k?tagging" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_broken_document_is_refused_and_changes_nothing(string method, string target)
    {
        var bucket = await host.NewBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/k", "x");

        foreach (var document in (string[])["", "<", "<Other/>", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>"])
        {
            var answer = await host.SendRawAsync(method, $"/{bucket}{target}", document);
            answer.AssertError(HttpStatusCode.BadRequest, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }

        await host.AssertStillServesAsync();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_beyond_all_measure_is_refused(string method, string target)
    {
        var bucket = await host.NewBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/k", "x");

        var answer = await host.SendRawAsync(method, $"/{bucket}{target}", new string(' ', (4 * 1024 * 1024) + 1));

        answer.AssertError(HttpStatusCode.BadRequest, "MaxMessageLengthExceeded", "Your request was too big.");
        await host.AssertStillServesAsync();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_for_a_bucket_that_is_not_there_is_answered_with_that(string method, string target) =>
        (await host.SendRawAsync(method, $"/no-such-bucket-{Guid.NewGuid():N}{target}", "<x/>")).AssertError(HttpStatusCode.NotFound, "NoSuchBucket", "The specified bucket does not exist");
}
