using LoadBalancer.Dashboard;
using LoadBalancer.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync(args, DashboardApplication.Build);
