namespace LoadBalancer.AppHost.Topology;

/// <summary>The environment variables by which an orchestrator tells a project what it has to know.</summary>
internal static class Variables
{
    public const string ServerId = "SERVER_ID";
    public const string GatewayId = "Gateway__Id";
    public const string ManagementPort = "Gateway__ManagementPort";
    public const string ManagementPath = "Gateway__ManagementPath";
    public const string WarmUp = "Gateway__WarmUp";
    public const string RequestLog = "Gateway__RequestLog__Path";
    public const string DashboardKey = "Dashboard__ApiKey";
    public const string NamedDashboardKey = "Dashboard__ApiKeys__";
    public const string ServiceName = "OTEL_SERVICE_NAME";
    public const string Urls = "ASPNETCORE_URLS";

    /// <summary>What others reach a server by, where that is not the address that it listens on.</summary>
    public const string ServerUrl = "Registration__Url";

    public static string ConnectionString(string store) => $"ConnectionStrings__{store}";
}
