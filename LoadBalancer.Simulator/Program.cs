using LoadBalancer.Simulator;
using LoadBalancer.Simulator.CommandLine;

var console = new SimulatorConsole(
    Console.OpenStandardInput(),
    Console.OpenStandardOutput(),
    Console.Out,
    Console.Error,
    IsTerminal: !Console.IsOutputRedirected,
    ShowsProgress: !Console.IsErrorRedirected);
return await SimulatorCommand.RunAsync(args, console, CancellationToken.None);
