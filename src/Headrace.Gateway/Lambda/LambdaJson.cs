using System.Text.Json.Serialization;
using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Aliases;
using Headrace.Gateway.Lambda.Concurrency;
using Headrace.Gateway.Lambda.EventInvoke;
using Headrace.Gateway.Lambda.Functions;
using Headrace.Gateway.Lambda.Invocations;
using Headrace.Gateway.Lambda.Layers;
using Headrace.Gateway.Lambda.Permissions;
using Headrace.Gateway.Lambda.Tags;
using Headrace.Gateway.Lambda.Urls;
using Headrace.Gateway.Lambda.Versions;

namespace Headrace.Gateway.Lambda;

/// <summary>The bodies of Lambda's API. Absent members are left out, as AWS does.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionConfiguration))]
[JsonSerializable(typeof(CreateFunction.Request), TypeInfoPropertyName = "CreateFunctionRequest")]
[JsonSerializable(typeof(UpdateFunctionCode.Request), TypeInfoPropertyName = "UpdateFunctionCodeRequest")]
[JsonSerializable(typeof(UpdateFunctionConfiguration.Request), TypeInfoPropertyName = "UpdateFunctionConfigurationRequest")]
[JsonSerializable(typeof(GetFunction.Answer), TypeInfoPropertyName = "GetFunctionAnswer")]
[JsonSerializable(typeof(GetFunction.Concurrency), TypeInfoPropertyName = "GetFunctionConcurrencyPart")]
[JsonSerializable(typeof(ListFunctions.Answer), TypeInfoPropertyName = "ListFunctionsAnswer")]
[JsonSerializable(typeof(GetAccountSettings.Answer), TypeInfoPropertyName = "GetAccountSettingsAnswer")]
[JsonSerializable(typeof(PublishVersion.Request), TypeInfoPropertyName = "PublishVersionRequest")]
[JsonSerializable(typeof(ListVersionsByFunction.Answer), TypeInfoPropertyName = "ListVersionsByFunctionAnswer")]
[JsonSerializable(typeof(CreateAlias.Request), TypeInfoPropertyName = "CreateAliasRequest")]
[JsonSerializable(typeof(UpdateAlias.Request), TypeInfoPropertyName = "UpdateAliasRequest")]
[JsonSerializable(typeof(AliasAnswer))]
[JsonSerializable(typeof(ListAliases.Answer), TypeInfoPropertyName = "ListAliasesAnswer")]
[JsonSerializable(typeof(AddPermission.Request), TypeInfoPropertyName = "AddPermissionRequest")]
[JsonSerializable(typeof(AddPermission.Answer), TypeInfoPropertyName = "AddPermissionAnswer")]
[JsonSerializable(typeof(GetPolicy.Answer), TypeInfoPropertyName = "GetPolicyAnswer")]
[JsonSerializable(typeof(PutFunctionConcurrency.Request), TypeInfoPropertyName = "PutFunctionConcurrencyRequest")]
[JsonSerializable(typeof(FunctionConcurrency))]
[JsonSerializable(typeof(PutProvisionedConcurrencyConfig.Request), TypeInfoPropertyName = "PutProvisionedConcurrencyConfigRequest")]
[JsonSerializable(typeof(ProvisionedAnswer))]
[JsonSerializable(typeof(ListProvisionedConcurrencyConfigs.Answer), TypeInfoPropertyName = "ListProvisionedConcurrencyConfigsAnswer")]
[JsonSerializable(typeof(EventInvokeRequest))]
[JsonSerializable(typeof(EventInvokeAnswer))]
[JsonSerializable(typeof(ListFunctionEventInvokeConfigs.Answer), TypeInfoPropertyName = "ListFunctionEventInvokeConfigsAnswer")]
[JsonSerializable(typeof(PublishLayerVersion.Request), TypeInfoPropertyName = "PublishLayerVersionRequest")]
[JsonSerializable(typeof(PublishLayerVersion.LayerContent), TypeInfoPropertyName = "PublishLayerVersionContent")]
[JsonSerializable(typeof(LayerAnswer))]
[JsonSerializable(typeof(ListLayerVersions.Answer), TypeInfoPropertyName = "ListLayerVersionsAnswer")]
[JsonSerializable(typeof(ListLayers.Answer), TypeInfoPropertyName = "ListLayersAnswer")]
[JsonSerializable(typeof(AddLayerVersionPermission.Request), TypeInfoPropertyName = "AddLayerVersionPermissionRequest")]
[JsonSerializable(typeof(AddLayerVersionPermission.Answer), TypeInfoPropertyName = "AddLayerVersionPermissionAnswer")]
[JsonSerializable(typeof(UrlRequest))]
[JsonSerializable(typeof(UrlAnswer))]
[JsonSerializable(typeof(ListFunctionUrlConfigs.Answer), TypeInfoPropertyName = "ListFunctionUrlConfigsAnswer")]
[JsonSerializable(typeof(TagResource.Request), TypeInfoPropertyName = "TagResourceRequest")]
[JsonSerializable(typeof(ListTags.Answer), TypeInfoPropertyName = "ListTagsAnswer")]
[JsonSerializable(typeof(InvokeAsyncLegacy.Answer), TypeInfoPropertyName = "InvokeAsyncLegacyAnswer")]
internal sealed partial class LambdaJson : JsonSerializerContext;
