/** What the documentation shows, as code that is compiled and run. */
package example;
