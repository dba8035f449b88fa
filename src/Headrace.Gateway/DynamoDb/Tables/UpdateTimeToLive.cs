using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html</remarks>
internal static class UpdateTimeToLive
{
    public static readonly DynamoDbOperation Operation = new(
        "UpdateTimeToLive",
        CommonShapes.Structure(
            "UpdateTimeToLiveInput",
            ("TableName", CommonShapes.TableParameter),
            ("TimeToLiveSpecification", CommonShapes.Structure(
                "TimeToLiveSpecification",
                ("AttributeName", CommonShapes.String with { NotNull = true, MinLength = 1, MaxLength = 255 }),
                ("Enabled", CommonShapes.Boolean with { NotNull = true })) with
            { NotNull = true })),
        HandleAsync);

    private static async Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var specification = call.Input.GetProperty("TimeToLiveSpecification");
        var attribute = specification.FindString("AttributeName")!;
        var isEnabled = specification.FindBoolean("Enabled") == true;
        await call.Store.SetTimeToLiveAsync(
            call.Scope,
            call.TableName(),
            isEnabled ? attribute : null,
            current =>
            {
                if ((current is null) == isEnabled)
                {
                    if (!isEnabled && current!.Attribute != attribute)
                    {
                        throw TablesErrors.Invalid(
                            $"TimeToLive is active on a different AttributeName: current AttributeName is {current.Attribute}");
                    }

                    return;
                }

                throw TablesErrors.Invalid(
                    !isEnabled ? "TimeToLive is already disabled"
                    : current!.Attribute == attribute ? "TimeToLive is already enabled"
                    : $"TimeToLive is active on a different AttributeName: current AttributeName is {current.Attribute}");
            },
            call.Aborted);
        json.WriteStartObject();
        json.WriteStartObject("TimeToLiveSpecification");
        json.WriteBoolean("Enabled", isEnabled);
        json.WriteString("AttributeName", attribute);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
