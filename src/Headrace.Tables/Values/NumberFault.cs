namespace Headrace.Tables.Values;

/// <summary>Why a text is not a number that a table can hold.</summary>
public enum NumberFault
{
    None,
    NotANumber,

    /// <summary>Its magnitude is above 9.9…E+125.</summary>
    Overflow,

    /// <summary>Its magnitude is below 1E-130.</summary>
    Underflow,

    /// <summary>It has more than 38 significant digits.</summary>
    TooPrecise,
}
