using System.Globalization;

namespace LoadBalancer.AppHost.Topology;

/// <summary>What the resources are called, under whatever starts them.</summary>
internal static class ResourceNames
{
    public const string Store = "redis";
    public const string Gateway = "gateway";
    public const string Dashboard = "dashboard";

    public static string OfGateway(int number) => Numbered(Gateway, number);

    public static string OfBackend(int number) => Numbered("backend", number);

    private static string Numbered(string role, int number) => string.Create(CultureInfo.InvariantCulture, $"{role}-{number}");
}
