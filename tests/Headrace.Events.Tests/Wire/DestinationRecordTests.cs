using System.Text;
using Headrace.Wire.Events;
using Xunit;

namespace Headrace.Events.Tests.Wire;

public sealed class DestinationRecordTests
{
    private static readonly DestinationRecord Failed = new(
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 67, TimeSpan.Zero), "id", "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST", "RetriesExhausted", 3,
        "{ \"a\": 1 }"u8.ToArray(), new DestinationResponse("$LATEST", "Unhandled", "{\"errorMessage\":\"boom\"}"u8.ToArray()));

    [Fact]
    public void A_failure_is_written_byte_for_byte() => Assert.Equal(
        """{"version":"1.0","timestamp":"2026-01-02T03:04:05.067Z","requestContext":{"requestId":"id","functionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{ "a": 1 },"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":{"errorMessage":"boom"}}""",
        Encoding.UTF8.GetString(Failed.ToJson()));

    [Fact]
    public void An_event_that_never_ran_has_no_response() => Assert.EndsWith(
        ""","requestPayload":{ "a": 1 }}""", Encoding.UTF8.GetString((Failed with { Response = null }).ToJson()));

    [Theory]
    [InlineData("", "null")]
    [InlineData("null", "null")]
    [InlineData("plain \"text\"", "\"plain \\\"text\\\"\"")]
    [InlineData("{\"cut\":", "\"{\\\"cut\\\":\"")]
    [InlineData("1 2", "\"1 2\"")]
    public void A_payload_that_is_not_JSON_becomes_a_string(string payload, string written) => Assert.EndsWith(
        $"\"responsePayload\":{written}}}",
        Encoding.UTF8.GetString((Failed with { Response = new DestinationResponse("1", null, Encoding.UTF8.GetBytes(payload)) }).ToJson()));

    [Fact]
    public void A_payload_that_is_not_UTF_8_still_gives_a_whole_record()
    {
        var record = (Failed with { Response = new DestinationResponse("1", null, new byte[] { (byte)'"', 0xFF, 0xC3, (byte)'"' }) }).ToJson();
        using var document = System.Text.Json.JsonDocument.Parse(record);
        Assert.Equal("1.0", document.RootElement.GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("{\"errorMessage\":\"boom\"}", "boom")]
    [InlineData("{\"other\":1}", "{\"other\":1}")]
    [InlineData("not json", "not json")]
    [InlineData("", "")]
    public void A_dead_letters_message_is_the_error_message(string document, string message) =>
        Assert.Equal(message, DeadLetterAttributes.OfFunctionError("id", Encoding.UTF8.GetBytes(document)).ErrorMessage);

    [Fact]
    public void A_dead_letters_message_ends_at_a_kilobyte_between_characters()
    {
        var attributes = DeadLetterAttributes.OfFunctionError("id", Encoding.UTF8.GetBytes("{\"errorMessage\":\"x" + new string('ü', 600) + "\"}"));
        Assert.Equal("x" + new string('ü', 511), attributes.ErrorMessage);
    }
}
