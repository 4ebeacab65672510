#pragma warning disable MA0048 // The program file has the name that Aspire gives it.

using System.Collections;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Launcher;

var output = new ConsoleOutput();

switch (AppHostCommand.Interpret(args))
{
    case CommandLineOutcome.Accepted(var options):
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")).ToList();
        return await new BuiltInLauncher(output, TimeProvider.System).RunAsync(ChildEnvironment.Observe(variables, options));

    case CommandLineOutcome.Answered(var result):
        return await result.InvokeAsync();

    case CommandLineOutcome.Refused(var problems):
        foreach (var problem in problems)
        {
            output.WriteErrorLine(problem);
        }

        return ExitCode.Configuration;

    default:
        throw new System.Diagnostics.UnreachableException();
}
