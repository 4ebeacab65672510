using LoadBalancer.AppHost.CommandLine;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.AppHost.Output;

/// <summary>Creates the <see cref="ConsoleOutputLogger"/> of each category.</summary>
[ProviderAlias("Output")]
internal sealed class ConsoleOutputLoggerProvider(IConsoleOutput output, AppHostOptions options) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ConsoleOutputLogger(categoryName, output, options.Verbose);

    public void Dispose()
    {
        // The console is not ours to close.
    }
}
