using System.Text.Json.Serialization;

namespace Headrace.Apis.Templates;

[JsonSerializable(typeof(string))]
internal sealed partial class TemplateJson : JsonSerializerContext;
