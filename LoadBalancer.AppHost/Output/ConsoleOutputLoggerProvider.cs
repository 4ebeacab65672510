using LoadBalancer.AppHost.CommandLine;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.AppHost.Output;

/// <summary>Makes the loggers of <see cref="ConsoleOutputLogger"/>.</summary>
[ProviderAlias("Output")]
internal sealed class ConsoleOutputLoggerProvider(IConsoleOutput output, AppHostOptions options) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ConsoleOutputLogger(categoryName, output, options.Verbose);

    public void Dispose()
    {
        // The console is not ours to close.
    }
}
