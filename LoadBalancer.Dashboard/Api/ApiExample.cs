namespace LoadBalancer.Dashboard.Api;

/// <summary>What one operation looks like in use, as JSON.</summary>
/// <param name="Answer">A response.</param>
/// <param name="Request">A body; <see langword="null"/> where there is none.</param>
internal sealed record ApiExample(string Answer, string? Request);
