using MudBlazor;

namespace LoadBalancer.Dashboard.Components.Layout;

/// <summary>What the component library takes from a theme and not from our style sheets: the rest is in <c>css/mud.css</c>.</summary>
internal static class Look
{
    private static readonly string[] Fonts = ["var(--font)"];

    public static readonly MudTheme Theme = new()
    {
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "14px", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "13px", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal" },
        },
        LayoutProperties = new() { DefaultBorderRadius = "8px" },
        Shadows = new() { Elevation = [.. Enumerable.Repeat("none", 26)] },
    };
}
