namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>The color scheme and screen that a viewer uses.</summary>
public enum Look
{
    /// <summary>A desktop with a light color scheme.</summary>
    Light,

    /// <summary>A desktop with a dark color scheme.</summary>
    Dark,

    /// <summary>A phone, 400 pixels wide.</summary>
    Narrow,
}
