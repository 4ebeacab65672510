namespace LoadBalancer.Dashboard.Components.Dialogs;

/// <summary>What <see cref="AddServerDialog"/> was told.</summary>
internal sealed record NewServer(string Id, string Url, int Weight);
