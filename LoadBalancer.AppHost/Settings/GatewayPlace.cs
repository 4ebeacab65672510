namespace LoadBalancer.AppHost.Settings;

/// <summary>A gateway, and where it listens.</summary>
/// <param name="Name">The name of its resource.</param>
/// <param name="Port">The port that clients use.</param>
/// <param name="ManagementPort">The port of its own endpoints, if they have a separate port.</param>
/// <param name="ManagementPath">The path prefix of its own endpoints; empty for none.</param>
/// <param name="RequestLog">The file that it logs requests to; empty for none.</param>
internal sealed record GatewayPlace(string Name, int Port, int? ManagementPort, string ManagementPath, string RequestLog);
