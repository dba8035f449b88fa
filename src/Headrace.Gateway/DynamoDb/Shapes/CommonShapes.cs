namespace Headrace.Gateway.DynamoDb.Shapes;

/// <summary>Shapes that several operations share.</summary>
internal static class CommonShapes
{
    public static readonly Shape String = new(ShapeKind.String);

    public static readonly Shape Boolean = new(ShapeKind.Boolean);

    public static readonly Shape Unimplemented = new(ShapeKind.Structure) { IsUnimplemented = true };

    /// <summary>Of the operations on items.</summary>
    public static readonly Shape TableName = new(ShapeKind.String) { NotNull = true, IsName = true, MinLength = 3, MaxLength = 255 };

    /// <summary>Of the operations on tables.</summary>
    public static readonly Shape TableParameter = new(ShapeKind.String) { IsTableParameter = true, IsName = true };

    public static readonly Shape IndexName = TableName with { NotNull = false };

    public static readonly Shape AttributeValue = new(ShapeKind.Attribute) { TypeName = "AttributeValue" };

    public static readonly Shape AttributeElement = AttributeValue with { IsElement = true };

    public static readonly Shape AttributeMap = new(ShapeKind.Map) { TypeName = "com.amazonaws.dynamodb.v20120810.AttributeValue", Element = AttributeElement };

    public static readonly Shape RequiredAttributeMap = AttributeMap with { NotNull = true };

    public static readonly Shape Names = new(ShapeKind.Map) { TypeName = "java.lang.String", Element = String };

    public static readonly Shape ReturnConsumedCapacity = Enum("INDEXES", "TOTAL", "NONE");

    public static readonly Shape ReturnItemCollectionMetrics = Enum("SIZE", "NONE");

    public static readonly Shape ReturnValues = Enum("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW");

    public static readonly Shape ReturnValuesOnConditionCheckFailure = Enum("ALL_OLD", "NONE");

    public static readonly Shape Select = Enum("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES");

    public static readonly Shape Limit = new(ShapeKind.Integer) { Min = 1 };

    public static readonly Shape ConditionalOperator = Enum("OR", "AND");

    public static readonly Shape ComparisonOperator = Enum(
        "IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT", "NOT_NULL", "NE", "LE", "BEGINS_WITH", "GE", "CONTAINS");

    public static readonly Shape AttributeValueList = new(ShapeKind.List) { Element = AttributeElement };

    public static readonly Shape AttributesToGet = new(ShapeKind.List) { Element = String, MinLength = 1, MaxLength = 255 };

    public static readonly Shape Conditions = Map("Condition", Structure(
        "Condition", ("AttributeValueList", AttributeValueList), ("ComparisonOperator", ComparisonOperator with { NotNull = true })));

    public static readonly Shape Expected = Map("ExpectedAttributeValue", Structure(
        "ExpectedAttributeValue",
        ("AttributeValueList", AttributeValueList),
        ("ComparisonOperator", ComparisonOperator),
        ("Exists", Boolean),
        ("Value", AttributeValue)));

    public static readonly Shape KeySchema = new(ShapeKind.List)
    {
        NotNull = true,
        MinLength = 1,
        MaxLength = 2,
        Element = Element("KeySchemaElement", ("AttributeName", String with { NotNull = true }), ("KeyType", Enum("HASH", "RANGE") with { NotNull = true })),
    };

    public static readonly Shape AttributeDefinitions = new(ShapeKind.List)
    {
        Element = Element("AttributeDefinition", ("AttributeName", String with { NotNull = true }), ("AttributeType", Enum("B", "N", "S") with { NotNull = true })),
    };

    public static readonly Shape Units = new(ShapeKind.Long) { NotNull = true, Min = 1 };

    public static readonly Shape Throughput = Structure("ProvisionedThroughput", ("WriteCapacityUnits", Units), ("ReadCapacityUnits", Units));

    public static readonly Shape Projection = Structure(
        "Projection",
        ("ProjectionType", Enum("ALL", "INCLUDE", "KEYS_ONLY")),
        ("NonKeyAttributes", new Shape(ShapeKind.List) { Element = String, MinLength = 1 })) with
    { NotNull = true };

    public static readonly Shape BillingMode = Enum("PROVISIONED", "PAY_PER_REQUEST");

    public static readonly Shape Tags = new(ShapeKind.List) { Element = Element("Tag", ("Key", String), ("Value", String)) };

    public static Shape Enum(params string[] values) => new(ShapeKind.String) { Values = values };

    public static Shape Structure(string name, params (string Name, Shape Shape)[] members) => new(ShapeKind.Structure)
    {
        TypeName = name,
        Members = [.. members.Select(static member => KeyValuePair.Create(member.Name, member.Shape))],
    };

    public static Shape Element(string name, params (string Name, Shape Shape)[] members) => Structure(name, members) with { IsElement = true };

    public static Shape Map(string name, Shape element) => new(ShapeKind.Map)
    {
        TypeName = "com.amazonaws.dynamodb.v20120810." + name,
        Element = element with { IsElement = true },
    };
}
