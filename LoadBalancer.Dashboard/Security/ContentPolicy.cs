namespace LoadBalancer.Dashboard.Security;

/// <summary>The content security policy of one endpoint, where the common one does not fit it.</summary>
internal sealed record ContentPolicy(string Value);
