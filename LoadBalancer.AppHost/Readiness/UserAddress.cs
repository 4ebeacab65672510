namespace LoadBalancer.AppHost.Readiness;

/// <summary>An address for users.</summary>
/// <param name="Name">What is there.</param>
/// <param name="Url">The address.</param>
/// <param name="IsGateway">Whether it serves requests of clients.</param>
internal sealed record UserAddress(string Name, string Url, bool IsGateway);
