using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Headrace.Gateway.DynamoDb.Shapes;

/// <summary>Holds a request's JSON against the types of its parameters. Members that AWS does not know are passed over, as AWS does.</summary>
internal static class TypeCheck
{
    private static readonly Shape Strings = new(ShapeKind.List) { Element = CommonShapes.String };
    private static readonly Shape Blobs = new(ShapeKind.List) { Element = new Shape(ShapeKind.Blob) };

    /// <exception cref="DynamoDbException">SerializationException; NotImplemented.</exception>
    public static void Check(JsonElement json, Shape shape)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.String:
                Expect(json, JsonValueKind.String, "String", "java.lang.String");
                break;
            case ShapeKind.Boolean:
                CheckBoolean(json);
                break;
            case ShapeKind.Integer:
                Expect(json, JsonValueKind.Number, "Integer", "java.lang.Integer");
                break;
            case ShapeKind.Long:
                Expect(json, JsonValueKind.Number, "Long", "java.lang.Long");
                break;
            case ShapeKind.Blob:
                CheckBlob(json);
                break;
            case ShapeKind.List:
                CheckList(json, shape);
                break;
            case ShapeKind.Map:
                CheckMap(json, shape);
                break;
            case ShapeKind.Attribute:
                CheckObject(json, shape);
                CheckAttribute(json);
                break;
            default:
                CheckObject(json, shape);
                foreach (var (name, member) in shape.Members)
                {
                    if (json.TryGetProperty(name, out var value))
                    {
                        CheckMember(name, value, member);
                    }
                }

                break;
        }
    }

    private static void CheckMember(string name, JsonElement value, Shape shape)
    {
        if (!shape.IsUnimplemented)
        {
            Check(value, shape);
        }
        else if (IsWanted(value))
        {
            throw DynamoDbException.NotImplemented($"The parameter {name}");
        }
    }

    /// <summary>A parameter may be spelled out only to say that it is off.</summary>
    private static bool IsWanted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(static member => IsWanted(member.Value)),
        _ => true,
    };

    private static void Expect(JsonElement json, JsonValueKind kind, string name, string className)
    {
        if (json.ValueKind == kind)
        {
            return;
        }

        throw DynamoDbException.Serialization(json.ValueKind switch
        {
            JsonValueKind.Array => $"Unrecognized collection type class {className}",
            JsonValueKind.Object => "Start of structure or map found where not expected",
            _ => $"{TokenName(json)} cannot be converted to {name}",
        });
    }

    private static string TokenName(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => "TRUE_VALUE",
        JsonValueKind.False => "FALSE_VALUE",
        JsonValueKind.String => "STRING_VALUE",
        _ => json.TryGetInt64(out _) ? "NUMBER_VALUE" : "DECIMAL_VALUE",
    };

    private static void CheckBoolean(JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (json.ValueKind != JsonValueKind.String)
        {
            Expect(json, JsonValueKind.True, "Boolean", "java.lang.Boolean");
        }

        if (json.GetString()!.ToUpperInvariant() is not ("TRUE" or "1" or "YES" or "FALSE" or "0" or "NO"))
        {
            throw DynamoDbException.Serialization("Unexpected token received from parser");
        }
    }

    private static void CheckBlob(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                throw DynamoDbException.Serialization("Unrecognized collection type class java.nio.ByteBuffer");
            case JsonValueKind.Object:
                throw DynamoDbException.Serialization("Start of structure or map found where not expected");
            case JsonValueKind.String:
                break;
            default:
                throw DynamoDbException.Serialization("only base-64-encoded strings are convertible to bytes");
        }

        var text = json.GetString()!;
        if (text.Length % 4 != 0)
        {
            throw DynamoDbException.Serialization(string.Create(
                CultureInfo.InvariantCulture, $"Base64 encoded length is expected a multiple of 4 bytes but found: {text.Length}"));
        }

        if (!Base64.IsValid(text))
        {
            throw DynamoDbException.Serialization("Invalid last non-pad Base64 character dectected");
        }
    }

    private static void CheckList(JsonElement json, Shape shape)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw DynamoDbException.Serialization(
                json.ValueKind == JsonValueKind.Object ? "Start of structure or map found where not expected"
                : shape.IsParameterized ? NoClass : "Unexpected field type");
        }

        foreach (var element in json.EnumerateArray())
        {
            Check(element, shape.Element!);
        }
    }

    private static void CheckMap(JsonElement json, Shape shape)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw DynamoDbException.Serialization(
                json.ValueKind == JsonValueKind.Array ? $"Unrecognized collection type java.util.Map<java.lang.String, {shape.TypeName}>"
                : shape.IsParameterized ? NoClass : "Unexpected field type");
        }

        foreach (var member in json.EnumerateObject())
        {
            Check(member.Value, shape.Element!);
        }
    }

    private static void CheckObject(JsonElement json, Shape shape)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw DynamoDbException.Serialization(
                json.ValueKind == JsonValueKind.Array ? $"Unrecognized collection type class com.amazonaws.dynamodb.v20120810.{shape.TypeName}"
                : shape.IsElement ? "Unexpected value type in payload" : "Unexpected field type");
        }
    }

    private static void CheckAttribute(JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            var shape = member.Name switch
            {
                "S" or "N" => CommonShapes.String,
                "B" => Blobs.Element,
                "BOOL" or "NULL" => CommonShapes.Boolean,
                "SS" or "NS" => Strings,
                "BS" => Blobs,
                "L" => CommonShapes.AttributeValueList,
                "M" => CommonShapes.AttributeMap,
                _ => null,
            };
            if (shape is not null)
            {
                Check(member.Value, shape);
            }
        }
    }

    private const string NoClass =
        "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')";
}
