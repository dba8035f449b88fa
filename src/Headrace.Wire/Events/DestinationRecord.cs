namespace Headrace.Wire.Events;

/// <summary>The record of an asynchronous invocation that its destination gets.</summary>
/// <param name="FunctionArn">With its qualifier: <c>…:function:name:$LATEST</c>.</param>
/// <param name="Condition"><c>Success</c>, <c>RetriesExhausted</c>, <c>EventAgeExceeded</c>, <c>ZeroReservedConcurrency</c>.</param>
/// <param name="InvokeCount">How often the function ran.</param>
/// <param name="RequestPayload">The event as it was queued.</param>
/// <param name="Response">Null when the function did not run.</param>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html, and the recorded answers.</remarks>
public sealed record DestinationRecord(
    DateTimeOffset Timestamp, string RequestId, string FunctionArn, string Condition, int InvokeCount, ReadOnlyMemory<byte> RequestPayload, DestinationResponse? Response)
{
    public byte[] ToJson() => WireJson.Write(writer =>
    {
        writer.WriteString("version", "1.0");
        writer.WriteString("timestamp", WireJson.Timestamp(Timestamp));
        writer.WriteStartObject("requestContext");
        writer.WriteString("requestId", RequestId);
        writer.WriteString("functionArn", FunctionArn);
        writer.WriteString("condition", Condition);
        writer.WriteNumber("approximateInvokeCount", InvokeCount);
        writer.WriteEndObject();
        writer.Payload("requestPayload", RequestPayload.Span);
        if (Response is null)
        {
            return;
        }

        writer.WriteStartObject("responseContext");
        writer.WriteNumber("statusCode", 200);
        writer.WriteString("executedVersion", Response.ExecutedVersion);
        if (Response.FunctionError is { } error)
        {
            writer.WriteString("functionError", error);
        }

        writer.WriteEndObject();
        writer.Payload("responsePayload", Response.Payload.Span);
    });
}
