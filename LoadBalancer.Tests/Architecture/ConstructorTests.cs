using System.Reflection;
using System.Runtime.CompilerServices;

namespace LoadBalancer.Tests.Architecture;

/// <summary>
/// A class with more than six dependencies does more than one job. Records are exempt because they have as many parameters as their data
/// has properties.
/// </summary>
public sealed class ConstructorTests
{
    private const int MostParameters = 6;

    public static TheoryData<string> Projects =>
    [
        "AppHost", "Aspire.Hosting", "Backend", "Cluster", "Core", "Dashboard", "Gateway", "Http", "Proxy", "Redis", "Registration",
        "ServiceDefaults", "Simulator", "Store", "Yarp",
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Class_HasConstructorsOfAtMostSixParameters(string project)
    {
        var classes = Assembly.Load($"LoadBalancer.{project}").GetTypes().Where(IsOwnClass).ToArray();

        Assert.NotEmpty(classes);
        Assert.Empty(
            from type in classes
            from constructor in type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            let count = constructor.GetParameters().Length
            where count > MostParameters
            select $"{type.FullName}: {count}");
    }

    private static bool IsOwnClass(Type type) =>
        type.IsClass && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.GetMethod("<Clone>$") is null;
}
