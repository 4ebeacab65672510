namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>The part of a text that is at its position.</summary>
internal enum TextAnchor
{
    Start,
    Middle,
    End,
}
