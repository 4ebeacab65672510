namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>What a viewer looks with.</summary>
public enum Look
{
    /// <summary>A desktop whose system is light.</summary>
    Light,

    /// <summary>A desktop whose system is dark.</summary>
    Dark,

    /// <summary>A telephone, 400 pixels wide.</summary>
    Narrow,
}
