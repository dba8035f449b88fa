namespace Headrace.Charts;

/// <summary>The one style sheet: text, axes and six series, in a light and a dark scheme. The hues are told apart by colour-blind eyes too (Okabe and Ito, 2008).</summary>
internal static class SvgStyle
{
    public const int Colours = 6;

    public const string Sheet = """

        svg { --ground: #ffffff; --ink: #1f2328; --faint: #59636e; --grid: #d8dee4;
              --c0: #0072b2; --c1: #d55e00; --c2: #007a5a; --c3: #a8518a; --c4: #8a6d00; --c5: #3d3d3d;
              font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-size: 13px; }
        @media (prefers-color-scheme: dark) {
          svg { --ground: #0d1117; --ink: #e6edf3; --faint: #9198a1; --grid: #2b3138;
                --c0: #56b4e9; --c1: #f0883e; --c2: #2fc29a; --c3: #e39cc8; --c4: #e8c547; --c5: #c9d1d9; }
        }
        .ground { fill: var(--ground); }
        text { fill: var(--ink); }
        .title { font-size: 18px; font-weight: 600; }
        .faint { fill: var(--faint); }
        .grid { stroke: var(--grid); stroke-width: 1; }
        .axis { stroke: var(--faint); stroke-width: 1; }
        .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
        .reference { fill: none; stroke: var(--faint); stroke-width: 1.4; stroke-dasharray: 6 5; }
        .points { stroke: none; fill-opacity: 0.55; }
        .bars { stroke: var(--ground); stroke-width: 0.5; fill-opacity: 0.9; }
        .s0 { --c: var(--c0); } .s1 { --c: var(--c1); } .s2 { --c: var(--c2); } .s3 { --c: var(--c3); } .s4 { --c: var(--c4); } .s5 { --c: var(--c5); }
        .line { stroke: var(--c); } .points, .bars { fill: var(--c); }

        """;
}
