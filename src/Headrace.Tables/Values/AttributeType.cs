namespace Headrace.Tables.Values;

/// <summary>DynamoDB's types, spelled as on the wire.</summary>
public enum AttributeType
{
    S,
    N,
    B,
    BOOL,
    NULL,
    SS,
    NS,
    BS,
    L,
    M,
}
