#pragma warning disable MA0048 // The program file has the name that Aspire gives it.

using System.Collections;
using LoadBalancer.AppHost;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Launcher;

var output = new ConsoleOutput();

var arguments = Orchestrator.IsAspire ? OrchestratorArguments.Split(args) : new OrchestratorArguments(Own: args, Foreign: []);

switch (AppHostCommand.Interpret(arguments.Own))
{
    case CommandLineOutcome.Accepted(var options):
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")).ToList();
        return await Orchestrator.RunAsync(arguments.Foreign, ChildEnvironment.Observe(variables, options), output);

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
