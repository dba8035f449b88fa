using System.Collections.Immutable;
using Headrace.Functions.Registry;
using Headrace.Wire.Lambda;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>The layers that a function asks for, found and checked.</summary>
internal sealed record LayerChoice(IReadOnlyList<LayerUse> Uses, ImmutableArray<string> Code, long UnzippedSize)
{
    /// <param name="arns">Well-formed ARNs of layer versions, lowest first.</param>
    /// <exception cref="LambdaException">Too many, two of one layer, another region's, or one that does not exist.</exception>
    public static LayerChoice Of(IReadOnlyList<string> arns, FunctionId function, FunctionRegistry registry)
    {
        if (arns.Count > LambdaLimits.Layers)
        {
            throw LambdaErrors.Invalid($"Cannot reference more than {LambdaLimits.Layers} layers.");
        }

        var chosen = new List<LayerVersion>();
        foreach (var arn in arns)
        {
            var reference = LayerVersionReference.Parse(arn)!.Value;
            if (reference.Region != function.Region)
            {
                throw LambdaErrors.Invalid($"Layers are not in the same region as the function. Layers are expected to be in region {function.Region}.");
            }

            if (registry.FindLayer(reference) is not { IsDeleted: false } layer)
            {
                throw LambdaErrors.Invalid($"Layer version {arn} does not exist.");
            }

            if (chosen.FirstOrDefault(other => other.Reference.LayerArn == reference.LayerArn) is { } twice)
            {
                throw LambdaErrors.Invalid($"Two different versions of the same layer are not allowed to be referenced in the same function. {twice.Reference} and {reference} are versions of the same layer.");
            }

            if (reference.AccountId != function.AccountId && !layer.Allows(function.AccountId))
            {
                throw LambdaErrors.AccessDenied($"User: arn:aws:iam::{function.AccountId}:root is not authorized to perform: lambda:GetLayerVersion on resource: {arn}");
            }

            chosen.Add(layer);
        }

        return new LayerChoice(
            [.. chosen.Select(static layer => new LayerUse(layer.Reference.ToString(), layer.CodeSize))],
            [.. chosen.Select(static layer => layer.CodeSha256)],
            chosen.Sum(static layer => layer.UnzippedSize));
    }

    /// <exception cref="LambdaException">Code and layers together unpack to more than Lambda allows.</exception>
    public static void RequireSize(long code, long layers)
    {
        if (layers > 0 && code + layers > LambdaLimits.UnzippedCode)
        {
            throw LambdaErrors.Invalid($"Function code combined with layers exceeds the maximum allowed size of {LambdaLimits.UnzippedCode} bytes. The actual size is {code + layers} bytes.");
        }
    }
}
