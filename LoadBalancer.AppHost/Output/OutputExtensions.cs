using LoadBalancer.AppHost.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LoadBalancer.AppHost.Output;

internal static class OutputExtensions
{
    /// <summary>Replaces the host's console output with a quiet one.</summary>
    public static void AddOutput(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ILoggerProvider, ConsoleOutputLoggerProvider>();
        builder.Services.AddHostedService<ResourceOutput>();

        // The readiness watcher reports resources that are not healthy yet. Aspire's warnings concern Aspire itself, such as a certificate
        // that nothing here needs.
        var foreign = options.Verbose ? LogLevel.Information : LogLevel.Error;
        builder.Services.AddLogging(logging => logging
            .AddFilter<ConsoleLoggerProvider>(category: null, LogLevel.None)
            .AddFilter<ConsoleOutputLoggerProvider>(category: null, foreign)
            .AddFilter<ConsoleOutputLoggerProvider>("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            .AddFilter<ConsoleOutputLoggerProvider>("System.Net.Http", LogLevel.Error)
            .AddFilter<ConsoleOutputLoggerProvider>("LoadBalancer", LogLevel.Information)

            // ResourceOutput shows what the resources write.
            .AddFilter<ConsoleOutputLoggerProvider>($"{builder.Environment.ApplicationName}.Resources", LogLevel.None));
    }
}
