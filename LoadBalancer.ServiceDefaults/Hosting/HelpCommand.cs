using System.Reflection;

namespace LoadBalancer.ServiceDefaults.Hosting;

/// <summary><c>--help</c> and <c>--version</c> of a program that is configured by settings.</summary>
internal static class HelpCommand
{
    /// <returns>The text to print; <see langword="null"/> if neither is requested.</returns>
    public static string? TextFor(string[] args, Assembly program) => args switch
    {
        ["--help" or "-h" or "-?", ..] => Help(program.GetName().Name!),
        ["--version", ..] => program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        _ => null,
    };

    private static string Help(string name) =>
        $"""
         Usage: {name} [--Section:Key=VALUE …]
                {name} --healthcheck [URL]   checks whether the running {name} is healthy: exit code 0 or 1
                {name} --help | --version

         Settings are arguments (--Telemetry:TracesPerSecond=10), environment variables (Telemetry__TracesPerSecond=10) or appsettings.json.
         The connection string of Redis is required: ConnectionStrings__redis=HOST:PORT. All settings: docs/configuration.md.
         Exit codes: 0 stopped normally, 1 a problem of the environment, such as a port in use, 2 an invalid setting.
         """;
}
