namespace Headrace.Lab.Costs;

/// <summary>How a function is set up, as far as its price goes.</summary>
public sealed record LambdaSettings
{
    /// <summary>MB that are in the price.</summary>
    public const int FreeStorage = 512;

    public Architecture Architecture { get; init; }

    /// <summary>GB (1,024 MB) of items that do not say; null: they are not priced.</summary>
    public double? Memory { get; init; }

    /// <summary>MB of /tmp.</summary>
    public int EphemeralStorage { get; init; } = FreeStorage;

    /// <summary>Environments kept initialised all month.</summary>
    public double Provisioned { get; init; }

    /// <summary>Takes off what every account has free each month.</summary>
    public bool FreeTier { get; init; }

    /// <summary>GB beyond what is in the price.</summary>
    public double PaidStorage => Math.Max(0, EphemeralStorage - FreeStorage) / 1024.0;

    internal Meter ComputeMeter => Architecture == Architecture.Arm ? Meter.LambdaComputeArm : Meter.LambdaComputeX86;

    internal Meter ProvisionedMeter => Architecture == Architecture.Arm ? Meter.LambdaProvisionedArm : Meter.LambdaProvisionedX86;

    internal Meter ProvisionedComputeMeter => Architecture == Architecture.Arm ? Meter.LambdaProvisionedComputeArm : Meter.LambdaProvisionedComputeX86;
}
