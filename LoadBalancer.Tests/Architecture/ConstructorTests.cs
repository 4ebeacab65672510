using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Architecture;

/// <summary>
/// A class with more than six dependencies does more than one job. Records of data are exempt because they have as many parameters as their
/// data has properties; those with a clock, a logger, or options are not.
/// </summary>
public sealed class ConstructorTests
{
    private const int MostParameters = 6;

    public static TheoryData<string> Projects =>
    [
        "AppHost", "Aspire.Hosting", "Backend", "Cluster", "Core", "Dashboard", "Gateway", "Http", "Presentation", "Proxy", "Redis",
        "Registration", "ServiceDefaults", "Simulator", "Store", "Yarp",
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
            let parameters = constructor.GetParameters()
            let count = parameters.Length
            where count > MostParameters && (!IsRecord(type) || parameters.Any(parameter => IsService(parameter.ParameterType)))
            select $"{type.FullName}: {count}");
    }

    private static bool IsOwnClass(Type type) =>
        type.IsClass && !type.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static bool IsService(Type type) =>
        type == typeof(TimeProvider)
        || type.IsAssignableTo(typeof(ILogger))
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOptions<>));
}
