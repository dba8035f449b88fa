namespace Headrace.Lab.Costs;

/// <summary>One line of a bill: so much of something at a price. A tier that is reached is a line of its own.</summary>
/// <param name="Service"><c>Lambda</c>, <c>S3</c>, <c>DynamoDB</c>, <c>API Gateway</c>, <c>CloudWatch Logs</c>.</param>
/// <param name="Item"><c>compute, x86</c>, <c>requests</c>, <c>PUT</c>.</param>
/// <param name="Unit">Of the quantity: <c>GB-s</c>, <c>requests</c>, <c>GB-month</c>.</param>
/// <param name="UnitPrice">US dollars for one.</param>
public sealed record BillLine(string Service, string Item, double Quantity, string Unit, double UnitPrice)
{
    /// <summary>US dollars.</summary>
    public double Amount => Quantity * UnitPrice;
}
