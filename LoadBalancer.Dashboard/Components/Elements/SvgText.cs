using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace LoadBalancer.Dashboard.Components.Elements;

/// <summary>SVG's <c>text</c> element, whose name is reserved in Razor.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter, EditorRequired]
    public string X { get; set; } = "";

    [Parameter, EditorRequired]
    public string Y { get; set; } = "";

    [Parameter]
    public string Class { get; set; } = "";

    /// <summary>The anchor: the end of the text that is at <see cref="X"/>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "class", Class);
        builder.AddAttribute(4, "text-anchor", Anchor);
        builder.AddContent(5, ChildContent);
        builder.CloseElement();
    }
}
