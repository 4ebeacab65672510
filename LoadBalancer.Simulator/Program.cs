using LoadBalancer.Simulator;

return await SimulatorCommand.RunAsync(
    args, Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Out, Console.Error, CancellationToken.None);
