namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>A map: an object like any other in JSON and CBOR, entries of key and value in XML.</summary>
internal sealed record AnswerMap(Answer Entries);
