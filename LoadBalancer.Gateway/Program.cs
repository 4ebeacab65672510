using LoadBalancer.Gateway;
using LoadBalancer.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync(args, GatewayApplication.Build);
